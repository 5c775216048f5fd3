package org.healthpassport.edge.token;

import com.github.benmanes.caffeine.cache.Ticker;
import com.nimbusds.jose.KeySourceException;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

/**
 * Prints what it costs to verify an access token, and to find one that was verified: CPU time and allocation of the
 * thread, medians of rounds that alternate.
 *
 * <p>Run it by {@code mvn -pl http-edge -am test -Dtest=TokenCostMeasurement -Dsurefire.failIfNoSpecifiedTests=false}; it
 * is no part of {@code verify}.
 */
class TokenCostMeasurement {
    private static final String US = "https://passport.test";
    private static final int ROUNDS = 31;
    private static final int PER_ROUND = 300;
    private static final int WARM_UP = 10_000;

    private final SigningKey key = SigningKey.generate();
    private final String token = key.token(
            US,
            Instant.now(),
            claims -> claims.claim("patientId", "0193f2c1-7b1e-7c3a-9d53-0f9f1d4c2b11")
                    .expirationTime(Date.from(Instant.now().plusSeconds(3_600))));
    private final AccessTokenVerifier verifier = new AccessTokenVerifier(new KeysInUse(key), US, Clock.systemUTC());
    private final VerifiedTokens remembered =
            new VerifiedTokens(verifier, Schedulers.immediate(), Clock.systemUTC(), Ticker.systemTicker());

    @Test
    void shouldPrintTheCostOfVerifyingAndOfRemembering() throws KeySourceException {
        repeat(WARM_UP / 5, this::verify);
        repeat(WARM_UP * 20, this::remember);
        Cost[] verifying = new Cost[ROUNDS];
        Cost[] remembering = new Cost[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            verifying[round] = repeat(PER_ROUND / 3, this::verify);
            remembering[round] = repeat(PER_ROUND * 10, this::remember);
        }
        print("verified", verifying);
        print("remembered", remembering);
    }

    private void verify() {
        try {
            verifier.verify(token).orElseThrow();
        } catch (KeySourceException e) {
            throw new AssertionError(e);
        }
    }

    private void remember() {
        remembered.claims(token).blockOptional().orElseThrow();
    }

    private static Cost repeat(int times, Runnable step) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        long cpu = threads.getThreadCpuTime(id);
        long bytes = threads.getThreadAllocatedBytes(id);
        for (int i = 0; i < times; i++) {
            step.run();
        }
        return new Cost(
                (threads.getThreadCpuTime(id) - cpu) / times, (threads.getThreadAllocatedBytes(id) - bytes) / times);
    }

    private static void print(String what, Cost... rounds) {
        System.out.printf(
                "A token that is %s: %,d ns of CPU, %,d bytes%n",
                what,
                median(Arrays.stream(rounds).mapToLong(Cost::nanos).toArray()),
                median(Arrays.stream(rounds).mapToLong(Cost::bytes).toArray()));
    }

    private static long median(long... values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private record Cost(long nanos, long bytes) {}
}
