package org.healthpassport.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests {@code docker/ready}, the health check of the containers. */
@EnabledIf(value = "isBashThere", disabledReason = "no bash, which the image has")
class ReadyScriptTest {
    private static final Path SCRIPT = ServiceSettings.REPOSITORY.resolve("docker/ready");

    static boolean isBashThere() {
        return Files.isExecutable(Path.of("/bin/bash"));
    }

    @ParameterizedTest
    @CsvSource({"200, 0", "503, 1", "404, 1"})
    void shouldSucceedOnlyIfTheServiceIsReady(int status, int exitCode) throws Exception {
        // given
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/actuator/health/readiness", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try {
            // then
            assertThat(run(server.getAddress().getPort())).isEqualTo(exitCode);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void shouldFailIfNobodyListens() throws Exception {
        // given
        ServerSocket gone = new ServerSocket(0);
        gone.close();

        // then
        assertThat(run(gone.getLocalPort())).isEqualTo(1);
    }

    private static int run(int port) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/bin/bash", SCRIPT.toString(), Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
