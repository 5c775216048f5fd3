package org.healthpassport.standalone;

import java.util.List;
import java.util.function.Supplier;
import org.healthpassport.api.ApiApplication;
import org.healthpassport.audit.AuditApplication;
import org.healthpassport.documents.DocumentsApplication;
import org.healthpassport.qr.QrWorkerApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * One of the services that run here.
 *
 * @param foreignPackages of auto-configurations that are not on its class path when it runs alone
 */
record Service(Port port, Supplier<SpringApplicationBuilder> application, List<String> foreignPackages) {
    private static final List<String> OF_THE_API_ALONE = List.of(
            "org.springframework.boot.data.mongodb.",
            "org.springframework.boot.mongodb.",
            "org.springframework.boot.persistence.",
            "org.springframework.boot.security.",
            "org.springframework.boot.transaction.",
            "org.springframework.boot.validation.");

    static final List<Service> IN_ORDER_OF_STOPPING = List.of(
            new Service(Port.API, ApiApplication::builder, List.of()),
            new Service(Port.DOCUMENT_WORKER, DocumentsApplication::builder, OF_THE_API_ALONE),
            new Service(Port.QR_WORKER, QrWorkerApplication::builder, OF_THE_API_ALONE),
            new Service(Port.AUDIT, AuditApplication::builder, OF_THE_API_ALONE));
}
