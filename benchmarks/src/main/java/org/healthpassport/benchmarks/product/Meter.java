package org.healthpassport.benchmarks.product;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Reads what the JVM of the product has used, over a connection that stays on this machine. */
public final class Meter implements AutoCloseable {
    /** The part of a core, averaged over {@link #LOOK} milliseconds, below which the product counts as quiet. */
    private static final double QUIET = 0.2;

    private static final long LOOK = 500;
    private static final int LOOKS = 20;
    private static final Duration STEADY_LOOK = Duration.ofSeconds(10);

    private final long pid;
    private final JMXConnector connector;
    private final ThreadMXBean threads;
    private final OperatingSystemMXBean system;

    private Meter(long pid, JMXConnector connector) throws IOException {
        MBeanServerConnection server = connector.getMBeanServerConnection();
        this.pid = pid;
        this.connector = connector;
        this.threads = ManagementFactory.newPlatformMXBeanProxy(
                server, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
        this.system = ManagementFactory.newPlatformMXBeanProxy(
                server, ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME, OperatingSystemMXBean.class);
    }

    // The address is what the JVM of the product has just told about itself.
    @SuppressWarnings("BanJNDI")
    public static Meter of(Product product) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(product.pid()));
            String address = machine.startLocalManagementAgent();
            machine.detach();
            return new Meter(product.pid(), JMXConnectorFactory.connect(new JMXServiceURL(address)));
        } catch (AttachNotSupportedException e) {
            throw new IOException("Expected to attach to the JVM of the product, but could not", e);
        }
    }

    /** Everything used since the start. */
    public Usage usage() {
        Map<Long, Usage.OfThread> java = new HashMap<>();
        long[] ids = threads.getAllThreadIds();
        ThreadInfo[] infos = threads.getThreadInfo(ids);
        long[] cpu = threads.getThreadCpuTime(ids);
        long[] allocated = threads.getThreadAllocatedBytes(ids);
        for (int i = 0; i < ids.length; i++) {
            if (infos[i] != null && cpu[i] >= 0) {
                java.put(ids[i], new Usage.OfThread(Part.of(infos[i].getThreadName()), cpu[i], allocated[i]));
            }
        }
        Map<Part, Long> ofJvm = new EnumMap<>(Part.class);
        for (NativeThread thread : NativeThread.of(pid)) {
            thread.part().ifPresent(part -> ofJvm.merge(part, thread.cpuTicks() * NativeThread.TICK, Long::sum));
        }
        return new Usage(system.getProcessCpuTime(), java, ofJvm);
    }

    /** Nanoseconds of CPU since the start. */
    public long cpu() {
        return system.getProcessCpuTime();
    }

    /**
     * Returns when the product does next to nothing: what the last requests left behind, such as entries of the audit
     * log, is done. Gives up after ten seconds.
     */
    public void awaitQuiet() throws InterruptedException {
        for (int look = 0; look < LOOKS; look++) {
            long cpu = cpu();
            long time = System.nanoTime();
            Thread.sleep(LOOK);
            if ((cpu() - cpu) < QUIET * (System.nanoTime() - time)) {
                return;
            }
        }
    }

    /**
     * Returns when the use of CPU does not fall any more: what the load left behind is done, and the compiler rests.
     *
     * @param longest the time after which it gives up
     */
    public void awaitSteady(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        Steadiness steadiness = new Steadiness();
        double used;
        do {
            long cpu = cpu();
            long time = System.nanoTime();
            Thread.sleep(STEADY_LOOK.toMillis());
            used = (double) (cpu() - cpu) / (System.nanoTime() - time);
        } while (!steadiness.isReachedWith(used) && System.nanoTime() + STEADY_LOOK.toNanos() <= end);
    }

    /** Nanoseconds of CPU since the start of threads with equal names, digits aside; also of those of the JVM itself. */
    public Map<String, Long> cpuByThreadName() {
        Map<String, Long> used = new HashMap<>();
        Set<String> javaThreads = new HashSet<>();
        long[] ids = threads.getAllThreadIds();
        ThreadInfo[] infos = threads.getThreadInfo(ids);
        long[] cpu = threads.getThreadCpuTime(ids);
        for (int i = 0; i < ids.length; i++) {
            if (infos[i] != null && cpu[i] >= 0) {
                String name = infos[i].getThreadName();
                javaThreads.add(NativeThread.shortened(name));
                if (Part.of(name) != Part.MEASURING) {
                    used.merge(withoutDigits(name), cpu[i], Long::sum);
                }
            }
        }
        for (NativeThread thread : NativeThread.of(pid)) {
            if (!javaThreads.contains(thread.name())) {
                used.merge(withoutDigits(thread.name()), thread.cpuTicks() * NativeThread.TICK, Long::sum);
            }
        }
        return used;
    }

    /** One name for all threads of a pool. */
    static String withoutDigits(String name) {
        return name.replaceAll("\\d+", "*");
    }

    /** Bytes of memory that the process occupies; 0 where there is no {@code /proc}. */
    public long residentMemory() throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
