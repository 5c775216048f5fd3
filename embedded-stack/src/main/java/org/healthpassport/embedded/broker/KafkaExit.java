package org.healthpassport.embedded.broker;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Kafka from ending the whole process when it cannot go on. The broker is told instead, and the thread that
 * wanted to end the process waits forever, as Kafka's code does not expect it to return.
 */
final class KafkaExit {
    private static final Set<Runnable> BROKERS = new LinkedHashSet<>();
    private static boolean halted;

    private KafkaExit() {}

    /** From now on the broker is told instead. Several cannot be told apart, so all of them are told. */
    static synchronized void divertTo(Runnable broker) {
        if (BROKERS.isEmpty()) {
            Exit.setExitProcedure(KafkaExit::instead);
            Exit.setHaltProcedure(KafkaExit::instead);
        }
        BROKERS.add(broker);
    }

    /** The broker is no longer told. After a halt Kafka never gets its way, as its threads go on wanting to end all. */
    static synchronized void release(Runnable broker) {
        if (BROKERS.remove(broker) && BROKERS.isEmpty() && !halted) {
            Exit.resetExitProcedure();
            Exit.resetHaltProcedure();
        }
    }

    private static void instead(int status, @Nullable String message) {
        toBeTold().forEach(Runnable::run);
        while (true) {
            LockSupport.park(KafkaExit.class);
        }
    }

    private static synchronized List<Runnable> toBeTold() {
        halted = true;
        return new ArrayList<>(BROKERS);
    }
}
