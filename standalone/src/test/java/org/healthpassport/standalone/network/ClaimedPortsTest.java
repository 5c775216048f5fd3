package org.healthpassport.standalone.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ClaimedPortsTest {
    private final ClaimedPorts ports = ClaimedPorts.claim(Map.of(Port.API, 0), InetAddress.getLoopbackAddress());

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere a port that is kept cannot be listened on")
    void shouldKeepItsNumbersFromOutgoingConnections() throws IOException {
        try (Socket outgoing = new Socket()) {
            outgoing.setReuseAddress(false);

            assertThatThrownBy(() -> outgoing.bind(new InetSocketAddress(ports.number(Port.API))))
                    .isInstanceOf(BindException.class);
        }
    }

    @Test
    void shouldLetAServerListenAgainAndAgain() throws IOException {
        for (int start = 0; start < 3; start++) {
            try (ServerSocket server = new ServerSocket(ports.number(Port.API));
                    Socket client = new Socket(InetAddress.getLoopbackAddress(), ports.number(Port.API));
                    Socket accepted = server.accept()) {
                assertThat(accepted.getPort()).isEqualTo(client.getLocalPort());
            }
        }
    }
}
