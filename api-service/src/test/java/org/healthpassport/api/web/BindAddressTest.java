package org.healthpassport.api.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.util.Map;
import org.healthpassport.api.ApiUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BindAddressTest {
    /** A loopback address that reaches a server only if it listens on all addresses of this machine. */
    private static final String ANOTHER = "127.0.0.2";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @Test
    void shouldListenForThisMachineOnly() {
        assertThatThrownBy(() -> new Socket(ANOTHER, api.port()).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void shouldListenWhereItIsTold() throws IOException {
        try (ApiUnderTest.Instance open = api.anotherInstance(Map.of("HEALTHPASSPORT_BIND_ADDRESS", "0.0.0.0"));
                Socket connected = new Socket(ANOTHER, open.port())) {
            assertThat(connected.isConnected()).isTrue();
        }
    }
}
