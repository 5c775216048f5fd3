package org.healthpassport.benchmarks.product;

import static org.assertj.core.api.Assertions.assertThat;

import org.healthpassport.benchmarks.result.CpuShare;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartTest {
    @Test
    void shouldBeKnownInResultsIfItIsTheCompiler() {
        assertThat(Part.COMPILER).hasToString(CpuShare.COMPILER);
    }

    @ParameterizedTest
    @CsvSource({
        "webflux-http-nio-2, HTTP",
        "mongodb-3, STORE_CLIENT",
        "multiThreadIoEventLoopGroup-6-2, STORE_CLIENT",
        "outbox-relay-1, RELAY",
        "kafka-producer-network-thread | api-service-publisher-1, RELAY",
        "kafka-coordinator-heartbeat-thread | api-service, API",
        "password-hashing-1, API",
        "resources-6, API",
        "key-files, API",
        "mongo-server-worker6, STORE",
        "embedded-store-commit, STORE",
        "data-plane-kafka-request-handler-1, BROKER",
        "quorum-controller-1-event-handler, BROKER",
        "kafka-1-raft-io-thread, BROKER",
        "executor-Fetch, BROKER",
        "audit-log, AUDIT",
        "qr-worker-2-C-1, WORKERS",
        "kafka-coordinator-heartbeat-thread | document-worker, WORKERS",
        "RMI TCP Connection(2)-127.0.0.1, MEASURING",
        "Finalizer, OTHER"
    })
    void shouldKnowEachThreadByItsName(String thread, Part part) {
        assertThat(Part.of(thread)).isEqualTo(part);
    }
}
