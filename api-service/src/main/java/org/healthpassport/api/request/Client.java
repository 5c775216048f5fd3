package org.healthpassport.api.request;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Where a request came from, as far as that can be known; none of it is proven.
 *
 * @param source what counts as one address
 * @param address the whole address
 * @param userAgent what the client calls itself, at most {@value #LONGEST_USER_AGENT} characters, none for control
 */
public record Client(
        String source, String address, @Nullable String userAgent, HttpMethod method) {
    private static final int LONGEST_USER_AGENT = 200;

    public static Client of(ServerHttpRequest request) {
        return new Client(
                ClientAddress.of(request.getRemoteAddress()),
                printable(ClientAddress.exactly(request.getRemoteAddress())),
                Optional.ofNullable(request.getHeaders().getFirst(HttpHeaders.USER_AGENT))
                        .map(Client::printable)
                        .orElse(null),
                request.getMethod());
    }

    /** The client whose request this is part of; empty for what the service does by itself. */
    public static Optional<Client> in(ContextView context) {
        return context.getOrEmpty(Client.class);
    }

    public Context into(Context context) {
        return context.put(Client.class, this);
    }

    private static String printable(String text) {
        return text.codePoints()
                .filter(character ->
                        !Character.isISOControl(character) && Character.getType(character) != Character.SURROGATE)
                .limit(LONGEST_USER_AGENT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
