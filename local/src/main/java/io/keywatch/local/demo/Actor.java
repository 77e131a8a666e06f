package io.keywatch.local.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Somebody or something that calls AWS, as CloudTrail describes them.
 *
 * @param session role session name, empty for an IAM user
 */
record Actor(String account, String name, boolean isRole, String session, String accessKeyId, String ip, String agent) {

    static Actor user(String account, String name, String accessKeyId, String ip) {
        return new Actor(account, name, false, "", accessKeyId, ip, "aws-cli/2.31.2");
    }

    static Actor role(String account, String role, String session, String accessKeyId, String ip) {
        return new Actor(account, role, true, session, accessKeyId, ip, "Boto3/1.40.9");
    }

    Actor from(String otherIp) {
        return new Actor(account, name, isRole, session, accessKeyId, otherIp, agent);
    }

    ObjectNode identity() {
        ObjectNode identity = JsonNodeFactory.instance.objectNode();
        identity.put("type", isRole ? "AssumedRole" : "IAMUser");
        identity.put(
                "principalId", isRole ? "AROADEMO" + name.hashCode() + ":" + session : "AIDADEMO" + name.hashCode());
        identity.put(
                "arn",
                isRole
                        ? "arn:aws:sts::" + account + ":assumed-role/" + name + "/" + session
                        : "arn:aws:iam::" + account + ":user/" + name);
        identity.put("accountId", account);
        identity.put("accessKeyId", accessKeyId);
        if (isRole) {
            identity.putObject("sessionContext")
                    .putObject("sessionIssuer")
                    .put("type", "Role")
                    .put("arn", "arn:aws:iam::" + account + ":role/" + name)
                    .put("accountId", account)
                    .put("userName", name);
        } else {
            identity.put("userName", name);
        }
        return identity;
    }
}
