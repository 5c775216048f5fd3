package org.healthpassport.api.identity.token;

import java.time.Duration;
import java.util.Map;
import org.healthpassport.edge.security.OpenRoute;
import org.springframework.context.annotation.Bean;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Publishes the keys with which anybody can check our access tokens (RFC 7517, 5). */
@RestController
class PublicKeysController {
    static final String PATH = "/.well-known/jwks.json";

    private static final Duration FRESH = Duration.ofMinutes(5);

    private final AccessTokens tokens;

    PublicKeysController(AccessTokens tokens) {
        this.tokens = tokens;
    }

    @Bean
    static OpenRoute publicKeys() {
        return OpenRoute.get(PATH);
    }

    @GetMapping(PATH)
    ResponseEntity<Map<String, Object>> get() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(FRESH).cachePublic())
                .body(tokens.publicKeys().toJSONObject());
    }
}
