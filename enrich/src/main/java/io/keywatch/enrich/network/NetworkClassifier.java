package io.keywatch.enrich.network;

import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.NetworkClass;
import io.keywatch.schemas.v1.Principal;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells what kind of network a call came from. Asks no name server and no service, so that an attacker's address never
 * learns that it is looked at. Thread-safe.
 */
public final class NetworkClassifier {
    /** RFC 1918, RFC 6598 (carrier-grade NAT), loopback, link-local, "this network", unique local. */
    private static final CidrSet PRIVATE = CidrSet.of(
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "0.0.0.0/8",
            "::1/128",
            "::/128",
            "fc00::/7",
            "fe80::/10");

    private final AwsRanges aws;

    public NetworkClassifier(AwsRanges aws) {
        this.aws = aws;
    }

    /** @param caller who made the call; a call on somebody's behalf comes from AWS whatever its address says */
    public NetworkClass classify(@Nullable Network network, @Nullable Principal caller) {
        if (network != null && network.getVpcEndpointId() != null) {
            return NetworkClass.VPC_ENDPOINT;
        }
        if (caller != null && caller.getInvokedBy() != null) {
            return NetworkClass.AWS_SERVICE;
        }
        if (network == null || network.getIp() == null || network.getIp().isBlank()) {
            return NetworkClass.UNKNOWN;
        }
        return classify(network.getIp());
    }

    /** @param source CloudTrail's sourceIPAddress: an address, a service's name, or what is left of either */
    public NetworkClass classify(String source) {
        String text = source.strip().toLowerCase(Locale.ROOT);
        if (isService(text)) {
            return NetworkClass.AWS_SERVICE;
        }
        Optional<InetAddress> address = Addresses.parse(text);
        if (address.isEmpty()) {
            return NetworkClass.INVALID;
        }
        if (PRIVATE.contains(address.get())) {
            return NetworkClass.PRIVATE;
        }
        return aws.contains(address.get()) ? NetworkClass.AWS_ADDRESS : NetworkClass.PUBLIC;
    }

    /** CloudTrail writes {@code AWS Internal} or the service's domain for calls from inside AWS. */
    private static boolean isService(String text) {
        return text.equals("aws internal")
                || text.endsWith(".amazonaws.com")
                || text.endsWith(".amazonaws.com.cn")
                || text.endsWith(".amazon.com")
                || text.equals("support.amazonaws.com");
    }
}
