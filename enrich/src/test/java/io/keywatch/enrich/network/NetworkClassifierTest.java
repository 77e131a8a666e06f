package io.keywatch.enrich.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.NetworkClass;
import io.keywatch.schemas.v1.Principal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkClassifierTest {
    private final NetworkClassifier classifier = new NetworkClassifier(AwsRanges.builtIn());

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, PUBLIC",
        "2001:db8::1, PUBLIC",
        "10.1.2.3, PRIVATE",
        "172.16.0.0, PRIVATE",
        "172.31.255.255, PRIVATE",
        "172.32.0.0, PUBLIC",
        "172.15.255.255, PUBLIC",
        "192.168.1.1, PRIVATE",
        "100.64.0.1, PRIVATE",
        "100.127.255.255, PRIVATE",
        "100.128.0.0, PUBLIC",
        "127.0.0.1, PRIVATE",
        "169.254.169.254, PRIVATE",
        "::1, PRIVATE",
        "fd00::1, PRIVATE",
        "fe80::1, PRIVATE",
        "::ffff:10.0.0.1, PRIVATE",
        "::ffff:203.0.113.9, PUBLIC",
        "3.80.0.1, AWS_ADDRESS",
        "3.95.255.255, AWS_ADDRESS",
        "3.96.0.0, PUBLIC",
        "2600:1f18::5, AWS_ADDRESS",
        "secretsmanager.amazonaws.com, AWS_SERVICE",
        "AWS Internal, AWS_SERVICE",
        "08.1.250.216, INVALID",
        "256.1.1.1, INVALID",
        "1.2.3, INVALID",
        "1.2.3.4.5, INVALID",
        "fe80::1%eth0, INVALID",
        "2001:db8:::1, INVALID",
        "example.org, INVALID",
        "amazonaws.com.example.org, INVALID",
    })
    void tellsNetworksApart(String source, NetworkClass expected) {
        assertThat(classifier.classify(source)).isEqualTo(expected);
    }

    @Test
    void believesAVpcEndpointOverTheAddress() {
        Network network = Network.newBuilder()
                .setIp("10.0.0.1")
                .setVpcEndpointId("vpce-0123")
                .build();
        assertThat(classifier.classify(network, null)).isEqualTo(NetworkClass.VPC_ENDPOINT);
    }

    @Test
    void takesACallOnSomebodysBehalfAsAws() {
        Principal caller = Principal.newBuilder()
                .setId("x")
                .setInvokedBy("cloudformation.amazonaws.com")
                .build();
        assertThat(classifier.classify(Network.newBuilder().setIp("203.0.113.9").build(), caller))
                .isEqualTo(NetworkClass.AWS_SERVICE);
    }

    @Test
    void knowsNothingWithoutAnAddress() {
        assertThat(classifier.classify(null, null)).isEqualTo(NetworkClass.UNKNOWN);
        assertThat(classifier.classify(Network.newBuilder().build(), null)).isEqualTo(NetworkClass.UNKNOWN);
    }

    @Property
    void neverThrowsOnAnyText(@ForAll String source) {
        assertThat(classifier.classify(source)).isNotNull();
    }

    @Property
    void agreesWithArithmeticOnEveryAddress(@ForAll int bits) {
        String address = (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
        boolean inBlock = (bits & 0xffe00000) == 0x2cc00000;
        CidrSet block = CidrSet.of("44.192.0.0/11");
        assertThat(block.contains(Addresses.parse(address).orElseThrow())).isEqualTo(inBlock);
    }

    @Test
    void readsAwsOwnFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("ip-ranges.json");
        Files.writeString(file, """
                {"syncToken": "1", "prefixes": [
                  {"ip_prefix": "198.51.100.0/24", "region": "x", "service": "AMAZON"}],
                 "ipv6_prefixes": [{"ipv6_prefix": "2001:db8:1::/48", "region": "x", "service": "AMAZON"}]}
                """);
        NetworkClassifier own = new NetworkClassifier(AwsRanges.read(file));
        assertThat(own.classify("198.51.100.7")).isEqualTo(NetworkClass.AWS_ADDRESS);
        assertThat(own.classify("198.51.101.7")).isEqualTo(NetworkClass.PUBLIC);
        assertThat(own.classify("2001:db8:1:2::3")).isEqualTo(NetworkClass.AWS_ADDRESS);
        assertThat(own.classify("2001:db8:2::3")).isEqualTo(NetworkClass.PUBLIC);
    }

    @Test
    void refusesAnotherFile(@TempDir Path folder) throws IOException {
        Path other = Files.writeString(folder.resolve("a.json"), "{\"x\": 1}");
        assertThatThrownBy(() -> AwsRanges.read(other)).hasMessageContaining("not AWS's ip-ranges.json");
        Path broken = Files.writeString(folder.resolve("b.json"), "{\"prefixes\":[{\"ip_prefix\":\"10.0.0.0/99\"}]}");
        assertThatThrownBy(() -> AwsRanges.read(broken)).hasMessageContaining("not an address block");
    }
}
