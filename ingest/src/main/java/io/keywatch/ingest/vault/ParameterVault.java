package io.keywatch.ingest.vault;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.SsmException;

/** Parameter Store as far as it is one: SecureString parameters. */
final class ParameterVault implements Vault {
    private static final int PAGE = 50;

    /** GetParameters takes no more. */
    private static final int BATCH = 10;

    private static final ParameterStringFilter SECURE_STRINGS = ParameterStringFilter.builder()
            .key("Type")
            .values(ParameterType.SECURE_STRING.toString())
            .build();

    private static final String ARN_MARK = ":parameter/";

    private final SsmClient client;

    ParameterVault(SsmClient client) {
        this.client = client;
    }

    @Override
    public boolean holds(String arn) {
        return arn.contains(":ssm:");
    }

    @Override
    public boolean takes(ValueChanges.ValueChange.Kind kind) {
        return kind == ValueChanges.ValueChange.Kind.PARAMETER;
    }

    @Override
    public String id(String arn) {
        return arn.substring(arn.indexOf(ARN_MARK) + ARN_MARK.length());
    }

    @Override
    public Iterable<List<String>> pages() {
        return () ->
                client
                        .describeParametersPaginator(
                                request -> request.maxResults(PAGE).parameterFilters(SECURE_STRINGS))
                        .stream()
                        .map(page -> page.parameters().stream()
                                .map(ParameterMetadata::name)
                                .toList())
                        .iterator();
    }

    @Override
    public int batch() {
        return BATCH;
    }

    /** One name that may not be read has the whole call refused: then each is asked for by itself. */
    @Override
    public List<Reading> read(List<String> ids) {
        List<String> names = ids.stream().map(ParameterVault::name).distinct().toList();
        List<Reading> readings = new ArrayList<>();
        try {
            GetParametersResponse answer =
                    client.getParameters(request -> request.names(names).withDecryption(true));
            for (Parameter parameter : answer.parameters()) {
                if (parameter.type() == ParameterType.SECURE_STRING) {
                    readings.add(
                            new Reading.Held(parameter.arn(), parameter.value().getBytes(StandardCharsets.UTF_8)));
                }
            }
            answer.invalidParameters().forEach(name -> readings.add(new Reading.Gone(name)));
        } catch (SsmException refused) {
            String code = refused.awsErrorDetails() == null
                    ? ""
                    : refused.awsErrorDetails().errorCode();
            boolean denied = code.startsWith("AccessDenied") || code.equals("InvalidKeyId");
            if (!denied) {
                throw refused;
            }
            if (names.size() == 1) {
                return List.of(new Reading.Refused(names.getFirst(), code, true));
            }
            names.forEach(name -> readings.addAll(read(List.of(name))));
        }
        return readings;
    }

    /** Of a name in an ARN nobody can tell whether it began with a slash; hierarchical ones did. */
    private static String name(String id) {
        int mark = id.indexOf(ARN_MARK);
        if (!id.startsWith("arn:") || mark < 0) {
            return id;
        }
        String path = id.substring(mark + ARN_MARK.length());
        return path.contains("/") ? "/" + path : path;
    }
}
