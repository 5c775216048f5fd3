package org.healthpassport.benchmarks.product;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A part of the product that uses CPU, known by the names of its threads. All services share the process, so the threads
 * that serve HTTP and those of the MongoDB driver count for api-service, which nearly all requests go to.
 */
public enum Part {
    MEASURING(false, "RMI .*", "JMX .*", "Attach Listener"),
    HTTP(true, "webflux-http-.*", "reactor-http-.*"),
    STORE_CLIENT(
            true,
            "mongodb-\\d+",
            "multiThreadIoEventLoopGroup-.*",
            "nioEventLoopGroup-.*",
            "AsyncGetter.*",
            "cluster-.*",
            "Maint.*",
            "BufferPool.*"),
    RELAY(true, "outbox-relay.*", "kafka-producer-network-thread \\| api-service.*"),
    AUDIT(false, "audit-.*", "kafka-.*\\| audit.*"),
    WORKERS(false, "(document|qr)-worker.*", "storing", "kafka-.*\\| (document|qr)-worker.*", "event-bus"),
    API(
            true,
            "api-service.*",
            "kafka-.*\\| api-service.*",
            "boundedElastic-.*",
            "parallel-.*",
            "single-.*",
            "resources-.*",
            "documents-.*",
            "document-stores-.*",
            "sealing-.*",
            "disks-.*",
            "dead-letters-.*",
            "qr-.*",
            "key-(files|rotation|looks).*",
            "(password|registration)-hashing-.*",
            "counter-settlements-.*"),
    STORE(false, "mongo-server-.*", "embedded-store-.*", "MVStore.*", "H2.*"),
    BROKER(
            false,
            "kafka-(1-|scheduler|log-cleaner).*",
            "data-plane-.*",
            "(broker|controller|quorum|raft|group|share|transaction|client-metrics|persister|network-partition|metrics)-.*",
            "executor-.*",
            "ExpirationReaper-.*",
            ".*-reaper",
            "(TxnMarker|AddPartitions|PersisterState|LogDirFailure|SensorExpiry).*"),
    COMPILER(false),
    COLLECTOR(false),
    JVM(false),
    OTHER(false);

    private final boolean ofApi;

    private final List<Pattern> threads;

    Part(boolean ofApi, String... threads) {
        this.ofApi = ofApi;
        this.threads = List.of(threads).stream().map(Pattern::compile).toList();
    }

    /** True if it counts as api-service. */
    public boolean isOfApi() {
        return ofApi;
    }

    /** The part that a Java thread with this name belongs to. */
    static Part of(String thread) {
        for (Part part : values()) {
            for (Pattern pattern : part.threads) {
                if (pattern.matcher(thread).matches()) {
                    return part;
                }
            }
        }
        return OTHER;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
