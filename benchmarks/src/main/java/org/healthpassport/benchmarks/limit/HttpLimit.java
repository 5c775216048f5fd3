package org.healthpassport.benchmarks.limit;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.healthpassport.benchmarks.limit.ClosedLoop.Rate;
import org.healthpassport.benchmarks.limit.program.EmptyServer;
import org.healthpassport.benchmarks.limit.program.ServerProcess;
import org.healthpassport.benchmarks.result.Limit;

/** Requests that WebFlux answers with nothing; the CPU is the server's alone. */
final class HttpLimit {
    static final String EMPTY = "empty WebFlux handler";

    private final ClosedLoop loop;

    HttpLimit(ClosedLoop loop) {
        this.loop = loop;
    }

    Limit measure() throws Exception {
        try (ServerProcess server = ServerProcess.start(EmptyServer.class)) {
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + server.port() + EmptyServer.PATH))
                    .build();
            Rate requests = loop.run(
                    () -> {
                        int status =
                                client.send(request, BodyHandlers.discarding()).statusCode();
                        if (status != 204) {
                            throw new IllegalStateException("Expected status 204, but got " + status);
                        }
                        return status;
                    },
                    server::cpu);
            return new Limit(EMPTY, requests.perSecond(), "/s", requests.cpuMs());
        }
    }
}
