package org.healthpassport.api.identity;

import java.util.Map;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Logins and refreshes over HTTP, and the tokens that they answer. */
public final class SignInClient {
    private final ApiUnderTest api;

    public SignInClient(ApiUnderTest api) {
        this.api = api;
    }

    public ResponseSpec logIn(String email, String password) {
        return api.client()
                .post()
                .uri("/api/auth/login")
                .bodyValue(Map.of("email", email, "password", password))
                .exchange();
    }

    public ResponseSpec refresh(String refreshToken) {
        return api.client()
                .post()
                .uri("/api/auth/refresh")
                .bodyValue(Map.of("refresh_token", refreshToken))
                .exchange();
    }

    /** The body of an answer that succeeded, and that nobody may keep. */
    public static JsonNode body(ResponseSpec answer) {
        return JsonMapper.shared()
                .readTree(answer.expectStatus()
                        .isOk()
                        .expectHeader()
                        .valueEquals("Cache-Control", "no-store")
                        .expectBody()
                        .returnResult()
                        .getResponseBody());
    }

    public static String accessToken(JsonNode tokens) {
        return tokens.get("access_token").asString();
    }

    public static String refreshToken(JsonNode tokens) {
        return tokens.get("refresh_token").asString();
    }

    /** Somebody of whom only the token is known. */
    public static SignedIn signedIn(String accessToken) {
        return new SignedIn("", "", "", accessToken);
    }

    /** The status that an access token gets for its own account. */
    public int status(String accessToken) {
        return api.client(signedIn(accessToken))
                .get()
                .uri("/api/me")
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }
}
