package org.healthpassport.standalone.service;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.healthpassport.api.ApiApplication;
import org.healthpassport.audit.AuditApplication;
import org.healthpassport.documents.DocumentsApplication;
import org.healthpassport.qrworker.QrWorkerApplication;
import org.healthpassport.standalone.network.Port;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * A service that runs in this process.
 *
 * @param foreign prefixes of auto-configurations that are not on the service's class path when it runs alone
 */
public record Service(String name, Port port, Supplier<SpringApplicationBuilder> application, List<String> foreign) {
    private static final String DATA = "org.springframework.boot.data.mongodb.";
    private static final String MONGODB = "org.springframework.boot.mongodb.";
    private static final String OPEN_API = "org.springdoc.";
    private static final List<String> TRANSACTIONS =
            List.of("org.springframework.boot.persistence.", "org.springframework.boot.transaction.");

    /** Auto-configurations of the blocking driver, which api-service does not use. */
    private static final List<String> BLOCKING = List.of(
            DATA + "autoconfigure.DataMongoAutoConfiguration",
            DATA + "autoconfigure.DataMongoRepositories",
            MONGODB + "autoconfigure.MongoAutoConfiguration",
            MONGODB + "autoconfigure.health.MongoHealth");

    /** Auto-configurations of the reactive driver and of the OpenAPI document, which only api-service uses. */
    private static final List<String> OF_THE_API = join(
            TRANSACTIONS,
            List.of(
                    DATA,
                    MONGODB + "autoconfigure.MongoReactive",
                    MONGODB + "autoconfigure.health.MongoReactive",
                    OPEN_API));

    /** Auto-configurations of services with users; workers have none. */
    private static final List<String> WITH_USERS =
            List.of("org.springframework.boot.security.", "org.springframework.boot.validation.");

    private static final List<String> WITHOUT_DATABASE =
            join(WITH_USERS, join(TRANSACTIONS, List.of(DATA, MONGODB, OPEN_API)));

    public static final List<Service> IN_ORDER_OF_STOPPING = List.of(
            new Service("api-service", Port.API, ApiApplication::builder, BLOCKING),
            new Service("document-worker", Port.DOCUMENT_WORKER, DocumentsApplication::builder, WITHOUT_DATABASE),
            new Service("qr-worker", Port.QR_WORKER, QrWorkerApplication::builder, join(WITH_USERS, OF_THE_API)),
            new Service("audit-service", Port.AUDIT, AuditApplication::builder, OF_THE_API));

    private static List<String> join(List<String> one, List<String> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }
}
