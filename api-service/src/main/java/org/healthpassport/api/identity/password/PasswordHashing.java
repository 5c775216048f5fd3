package org.healthpassport.api.identity.password;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Hashes and verifies passwords with Argon2id (OWASP Password Storage: 19 MiB, two passes, one lane), on one thread for
 * new passwords and one for logins. If more than {@value #QUEUE} wait for one of them, a request fails at once with a
 * {@code RejectedExecutionException}.
 */
@Component
public final class PasswordHashing implements DisposableBean {
    private static final String NO_PASSWORD = "no password";
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int THREADS = 2;
    private static final int QUEUE = 32;
    private static final int REGISTRATION_QUEUE = 64;

    private final Argon2PasswordEncoder argon2;
    private final Scheduler threads = Schedulers.newBoundedElastic(THREADS, QUEUE, "password-hashing", 60, true);
    private final Scheduler registrationThread =
            Schedulers.newBoundedElastic(1, REGISTRATION_QUEUE, "registration-hashing", 60, true);
    private final String hashOfNobody;
    private final Timer verifications;

    @Autowired
    PasswordHashing(MeterRegistry meters) {
        this(meters, MEMORY_KIB, PASSES);
    }

    /** Hashes that take other memory and time. */
    PasswordHashing(MeterRegistry meters, int memoryKib, int passes) {
        this.argon2 = new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, memoryKib, passes);
        this.hashOfNobody = encode(ReadableSecret.password());
        // Here, as an event loop must not read it.
        CommonPasswords.count();
        this.verifications = meters.timer("healthpassport.password.verifications");
    }

    /** Hashes a new password, on a thread that logins do not use. */
    public Mono<String> hash(String password) {
        return Mono.fromCallable(() -> encode(PasswordRules.normalise(password)))
                .subscribeOn(registrationThread);
    }

    /** The hash of a password that nobody knows. To guess it takes as long as for other accounts. */
    public Mono<String> hashOfUnknownPassword() {
        return Mono.fromCallable(() -> encode(ReadableSecret.password())).subscribeOn(registrationThread);
    }

    private String encode(String password) {
        return Objects.requireNonNull(argon2.encode(password));
    }

    /**
     * Verifies a password. It takes as long without a hash as with one, so that the time does not tell whether there is
     * an account.
     */
    public Mono<Boolean> verify(String password, Optional<String> hash) {
        // Half a character cannot be encoded, and is in no password.
        boolean possible = PasswordRules.isText(password);
        String typed = possible ? PasswordRules.normalise(password) : NO_PASSWORD;
        return onOwnThreads(() -> verifications.record(
                () -> argon2.matches(typed, hash.orElse(hashOfNobody)) && possible && hash.isPresent()));
    }

    /** Runs other blocking work of a login; refused like hashing if too much is waiting. */
    public <T> Mono<T> onOwnThreads(Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(threads);
    }

    @Override
    public void destroy() {
        threads.dispose();
        registrationThread.dispose();
    }
}
