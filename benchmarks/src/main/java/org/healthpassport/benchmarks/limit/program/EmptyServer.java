package org.healthpassport.benchmarks.limit.program;

import java.io.IOException;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** WebFlux with one route that answers nothing: no filter, no log, no security. */
public final class EmptyServer {
    public static final String PATH = "/empty";

    private EmptyServer() {}

    public static void main(String[] arguments) throws IOException {
        HttpHandler handler = RouterFunctions.toHttpHandler(RouterFunctions.route()
                .GET(PATH, request -> ServerResponse.noContent().build())
                .build());
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(handler))
                .bindNow();
        ServerProcess.serveUntilAbandoned(server.port());
        server.disposeNow();
    }
}
