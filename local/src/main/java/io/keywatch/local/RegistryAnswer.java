package io.keywatch.local;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the registry says: a status and a body for JSON. Refusals carry the error codes of the Confluent REST API. */
record RegistryAnswer(int status, Object body) {
    static RegistryAnswer ok(Object body) {
        return new RegistryAnswer(200, body);
    }

    static RegistryAnswer unknownSubject(String subject) {
        return refused(404, 40401, "Subject '" + subject + "' not found.");
    }

    static RegistryAnswer unknownVersion(String version) {
        return refused(404, 40402, "Version " + version + " not found.");
    }

    static RegistryAnswer unknownSchema() {
        return refused(404, 40403, "Schema not found");
    }

    static RegistryAnswer notDeletedYet(String subject) {
        return refused(404, 40405, "Subject '" + subject + "' was not deleted first before being permanently deleted");
    }

    static RegistryAnswer versionNotDeletedYet(String subject, int version) {
        return refused(
                404,
                40407,
                "Subject '" + subject + "' Version " + version
                        + " was not deleted first before being permanently deleted");
    }

    static RegistryAnswer noOwnLevel(String subject) {
        return refused(404, 40408, "Subject '" + subject + "' does not have subject-level compatibility configured");
    }

    static RegistryAnswer incompatible(String why) {
        return refused(409, 409, "Schema being registered is incompatible with an earlier schema: " + why);
    }

    static RegistryAnswer invalidSchema(String why) {
        return refused(422, 42201, "Invalid schema: " + why);
    }

    static RegistryAnswer invalidVersion(String version) {
        return refused(
                422,
                42202,
                "The specified version '" + version
                        + "' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\"");
    }

    static RegistryAnswer invalidLevel() {
        return refused(
                422,
                42203,
                "Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive,"
                        + " forward_transitive, and full_transitive");
    }

    static RegistryAnswer notServed(String method, String path) {
        return refused(404, 404, "HTTP 404 Not Found: " + method + " " + path);
    }

    static RegistryAnswer failed(String why) {
        return refused(500, 50001, why);
    }

    private static RegistryAnswer refused(int status, int code, String message) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error_code", code);
        body.put("message", message);
        return new RegistryAnswer(status, body);
    }
}
