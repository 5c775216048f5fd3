package org.healthpassport.benchmarks.limit;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Readings of CPU time. */
final class Cpu {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Cpu() {}

    /** CPU of this JVM so far. */
    static Duration ofThisProcess() {
        return Duration.ofNanos(SYSTEM.getProcessCpuTime());
    }
}
