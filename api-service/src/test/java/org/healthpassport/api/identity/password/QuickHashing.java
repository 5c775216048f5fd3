package org.healthpassport.api.identity.password;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Password hashing with the same algorithm, but with next to no memory and time. Tests sign in hundreds of accounts, and
 * half of the CPU time of their JVMs went into the hashes.
 */
public final class QuickHashing {
    private static final int MEMORY_KIB = 8;
    private static final int PASSES = 1;

    private QuickHashing() {}

    /** Takes the place of the scanned bean, as it is registered before it. */
    public static void use(GenericApplicationContext context) {
        context.registerBean(
                "passwordHashing",
                PasswordHashing.class,
                () -> new PasswordHashing(context.getBean(MeterRegistry.class), MEMORY_KIB, PASSES));
    }
}
