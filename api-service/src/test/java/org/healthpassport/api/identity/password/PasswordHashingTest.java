package org.healthpassport.api.identity.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

class PasswordHashingTest {
    private final PasswordHashing passwords = new PasswordHashing(new SimpleMeterRegistry());

    @AfterEach
    void close() {
        passwords.destroy();
    }

    @Test
    void shouldTakeTheMemoryAndPassesThatOwaspAdvises() {
        // when
        String hash = passwords.hash("correct horse battery").block(Duration.ofSeconds(30));

        // then
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    }

    @Test
    void shouldTakeHalfACharacterForAWrongPassword() {
        // given
        String hash = passwords.hash("correct horse battery").block(Duration.ofSeconds(30));

        // then
        assertThat(passwords.verify("\ud800 horse battery", Optional.of(hash)).block(Duration.ofSeconds(30)))
                .isFalse();
        assertThat(PasswordRules.objection("correct \udfff battery", Optional.empty()))
                .hasValue("must have whole characters only");
    }

    @Test
    void shouldServeLoginsWhileRegistrationsFlood() {
        // given
        AtomicInteger refused = new AtomicInteger();
        var flood = IntStream.range(0, 300)
                .mapToObj(i -> passwords.hash("password of nobody " + i).subscribe(hash -> {}, failure -> {
                    assertThat(failure).isInstanceOf(RejectedExecutionException.class);
                    refused.incrementAndGet();
                }))
                .toList();
        assertThat(refused).hasPositiveValue();

        // when
        Boolean right = passwords.verify("some password", Optional.empty()).block(Duration.ofSeconds(30));

        // then
        assertThat(right).isFalse();
        assertThat(flood).anyMatch(registration -> !registration.isDisposed());
        flood.forEach(Disposable::dispose);
    }
}
