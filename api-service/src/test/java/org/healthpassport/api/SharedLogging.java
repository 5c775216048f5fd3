package org.healthpassport.api;

import java.util.function.Supplier;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Starts applications beside another one in this JVM without touching logging. Otherwise each would configure it anew,
 * and end it for all when it is closed.
 */
final class SharedLogging {
    private SharedLogging() {}

    /** Starts an application that never touches logging. */
    static synchronized <T> T leftAsItIs(Supplier<T> start) {
        String before = System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        try {
            return start.get();
        } finally {
            if (before == null) {
                System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
            }
        }
    }
}
