package io.keywatch.standins;

import static io.keywatch.standins.Outcome.badRequest;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** EC2 as far as user data goes: of instances and of launch templates, as a test told it. */
final class Ec2 implements Service {
    private final Map<String, String> userData = new ConcurrentHashMap<>();
    private final Map<String, JsonNode> templates = new ConcurrentHashMap<>();

    void putInstance(String id, String text) {
        userData.put(id, text);
    }

    void putTemplate(String id, JsonNode template) {
        templates.put(id, template);
    }

    @Override
    public Outcome handle(Call call) {
        return switch (call.operation()) {
            case "DescribeInstanceAttribute" -> instanceAttribute(call);
            case "DescribeLaunchTemplateVersions" -> launchTemplateVersions(call);
            default -> AwsApi.unknown(call);
        };
    }

    private Outcome instanceAttribute(Call call) {
        String id = call.text("InstanceId");
        if (id.isEmpty() || call.text("Attribute").isEmpty()) {
            return badRequest("MissingParameter", "The request must contain the parameters instanceId and attribute");
        }
        if (!call.text("Attribute").equals("userData")) {
            return AwsApi.unknown(call);
        }
        String text = userData.get(id);
        if (text == null) {
            return badRequest("InvalidInstanceID.NotFound", "The instance ID '" + id + "' does not exist");
        }
        // an instance without user data answers with an empty element
        String value = text.isEmpty() ? "" : Xml.element("value", base64(text));
        return new Outcome.Xml(Xml.element("instanceId", id) + "<userData>" + value + "</userData>");
    }

    private Outcome launchTemplateVersions(Call call) {
        String id = call.text("LaunchTemplateId");
        String name = call.text("LaunchTemplateName");
        if (id.isEmpty() == name.isEmpty()) {
            return badRequest("MissingParameter", "Either the launch template ID or its name must be specified");
        }
        return templates.entrySet().stream()
                .filter(entry -> entry.getKey().equals(id)
                        || entry.getValue().path("name").asText("").equals(name))
                .findFirst()
                .<Outcome>map(entry -> new Outcome.Xml("<launchTemplateVersionSet>"
                        + versions(entry.getKey(), entry.getValue()) + "</launchTemplateVersionSet>"))
                .orElseGet(() -> badRequest(
                        "InvalidLaunchTemplateId.NotFound",
                        "The specified launch template, with template ID " + id + name + ", does not exist."));
    }

    private static String versions(String id, JsonNode template) {
        var xml = new StringBuilder();
        JsonNode versions = template.path("versions");
        // newest first, as EC2 does
        for (int number = versions.size(); number > 0; number--) {
            String text = versions.path(number - 1).path("userData").asText("");
            xml.append("<item>")
                    .append(Xml.element("launchTemplateId", id))
                    .append(Xml.element(
                            "launchTemplateName", template.path("name").asText("")))
                    .append(Xml.element("versionNumber", Integer.toString(number)))
                    .append(Xml.element("defaultVersion", Boolean.toString(number == 1)))
                    .append("<launchTemplateData>")
                    .append(text.isEmpty() ? "" : Xml.element("userData", base64(text)))
                    .append("</launchTemplateData></item>");
        }
        return xml.toString();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
