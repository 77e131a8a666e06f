package io.keywatch.aws;

/** The services that Keywatch speaks to. */
public enum AwsService {
    S3("s3"),
    SQS("sqs"),
    SNS("sns"),
    CLOUDWATCH("cloudwatch"),
    CLOUDWATCH_LOGS("cloudwatch_logs"),
    LAMBDA("lambda"),
    EC2("ec2"),
    SECRETS_MANAGER("secrets_manager"),
    SSM("ssm"),
    STS("sts");

    private final String settingName;

    AwsService(String settingName) {
        this.settingName = settingName;
    }

    /** Name in Keywatch's settings and in a {@code services} section of the AWS profile file. */
    public String settingName() {
        return settingName;
    }
}
