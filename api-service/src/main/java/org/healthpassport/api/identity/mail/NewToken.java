package org.healthpassport.api.identity.mail;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.UUID;
import org.healthpassport.api.identity.mail.MailedToken.Purpose;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A token that is about to be mailed.
 *
 * @param text for the mail alone
 * @param digest as that of the {@link MailedToken}
 */
public record NewToken(String text, String digest) {

    /** Draws a token. */
    public static Mono<NewToken> draw(Purpose purpose, String accountId) {
        // An event loop must not wait for random numbers.
        return Mono.fromCallable(() -> {
                    byte[] secret = new byte[MailedToken.RANDOM_BYTES];
                    new SecureRandom().nextBytes(secret);
                    return of(purpose, accountId, secret);
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    /**
     * A token that is not drawn but made by its caller.
     *
     * @param secret 32 bytes that nobody can guess
     */
    public static NewToken of(Purpose purpose, String accountId, byte[] secret) {
        UUID id = UUID.fromString(accountId);
        byte[] token = ByteBuffer.allocate(purpose.form.length())
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .put(secret)
                .array();
        return new NewToken(purpose.form.text(token), MailedToken.digest(token));
    }

    @Override
    public String toString() {
        return "NewToken[...]";
    }
}
