package io.keywatch.sink;

import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Which AWS answers pass and which are for good. Missing rights, topics or credentials are an operator's to mend, so
 * they wait: nothing is dropped because of them. Only what is wrong with the request itself is rejected.
 */
public final class AwsFaults {
    private static final Set<String> OF_THE_REQUEST = Set.of(
            "InvalidParameter",
            "InvalidParameterException",
            "InvalidParameterValue",
            "InvalidParameterValueException",
            "InvalidParameterCombination",
            "ParameterValueInvalid",
            "ValidationError",
            "ValidationException",
            "MessageTooLong",
            "RequestEntityTooLarge",
            "RequestTooLarge");

    private static final int TOO_LARGE = 413;

    private AwsFaults() {}

    public static Delivery delivery(SdkException fault) {
        return isOfTheRequest(fault) ? Delivery.reject(status(fault), code(fault)) : Delivery.retry(code(fault));
    }

    public static boolean isOfTheRequest(SdkException fault) {
        return fault instanceof AwsServiceException service
                && (service.statusCode() == TOO_LARGE || OF_THE_REQUEST.contains(code(service)));
    }

    /** The service's error code, or the kind of exception where no service answered. */
    public static String code(SdkException fault) {
        if (fault instanceof AwsServiceException service
                && service.awsErrorDetails() != null
                && service.awsErrorDetails().errorCode() != null) {
            return service.awsErrorDetails().errorCode();
        }
        return fault.getClass().getSimpleName();
    }

    private static int status(SdkException fault) {
        return fault instanceof AwsServiceException service ? service.statusCode() : 0;
    }
}
