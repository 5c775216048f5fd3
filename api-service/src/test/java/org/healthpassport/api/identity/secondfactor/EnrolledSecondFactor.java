package org.healthpassport.api.identity.secondfactor;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;

/**
 * The second factor that an account of the service under test has enrolled.
 *
 * @param recoveryCodes each good for one use
 */
public record EnrolledSecondFactor(List<String> recoveryCodes) {

    /** Enrols one. */
    @SuppressWarnings("unchecked")
    public static EnrolledSecondFactor of(ApiUnderTest api, SignedIn owner) {
        Map<?, ?> begun = post(api, owner, "/api/auth/totp", Map.of());
        String code = SecondFactorApiTest.code((String) begun.get("secret"), 0);
        return new EnrolledSecondFactor((List<String>)
                post(api, owner, "/api/auth/totp/confirm", Map.of("code", code)).get("recoveryCodes"));
    }

    private static Map<?, ?> post(ApiUnderTest api, SignedIn owner, String path, Map<String, ?> body) {
        return Objects.requireNonNull(api.client(owner)
                .post()
                .uri(path)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody());
    }
}
