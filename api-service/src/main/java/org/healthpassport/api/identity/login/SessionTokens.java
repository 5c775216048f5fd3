package org.healthpassport.api.identity.login;

import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.api.identity.session.OpenSession;
import org.healthpassport.api.identity.token.AccessTokens;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Issues the tokens of a session. */
@Component
class SessionTokens {
    private final AccessTokens accessTokens;
    private final Ids ids;

    SessionTokens(AccessTokens accessTokens, Ids ids) {
        this.accessTokens = accessTokens;
        this.ids = ids;
    }

    /** A new access token and the refresh token that counts. */
    Mono<TokenResponse> issue(OpenSession open) {
        return Mono.fromCallable(() -> TokenResponse.of(
                        accessTokens.issue(
                                open.account().caller(),
                                open.session(),
                                open.account().validAfter(),
                                ids.next()),
                        open.refreshToken()))
                .subscribeOn(Schedulers.parallel());
    }
}
