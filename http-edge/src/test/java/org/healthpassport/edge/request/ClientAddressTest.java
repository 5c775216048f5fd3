package org.healthpassport.edge.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {

    @Test
    void shouldTellForwardedAddressesApart() {
        assertThat(of("192.0.2.1")).isEqualTo("192.0.2.1").isNotEqualTo(of("192.0.2.2"));
    }

    @Test
    void shouldSeeSameAddressForwardedOrNot() {
        assertThat(ClientAddress.of(new InetSocketAddress("192.0.2.1", 80))).isEqualTo(of("192.0.2.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2001:db8:0:1::2", "2001:db8:0:1:ffff::", "[2001:db8:0:1::3]"})
    void shouldCountNetworkOfIpv6(String address) {
        assertThat(of(address)).isEqualTo(of("2001:db8:0:1::1")).isNotEqualTo(of("2001:db8:0:2::1"));
    }

    @Test
    void shouldWriteAddressesOutForPeople() {
        assertThat(exactly("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(exactly("[2001:db8:0:1::3]")).isEqualTo("2001:db8:0:1:0:0:0:3");
        assertThat(exactly("x".repeat(10_000))).hasSize(64);
        assertThat(ClientAddress.exactly(null)).isEqualTo("unknown");
    }

    @Test
    void shouldBoundWhatIsNoAddress() {
        assertThat(of("x".repeat(10_000))).hasSize(64);
        assertThat(ClientAddress.of(null)).isEqualTo("unknown");
    }

    private static String of(String forwarded) {
        return ClientAddress.of(InetSocketAddress.createUnresolved(forwarded, 80));
    }

    private static String exactly(String forwarded) {
        return ClientAddress.exactly(InetSocketAddress.createUnresolved(forwarded, 80));
    }
}
