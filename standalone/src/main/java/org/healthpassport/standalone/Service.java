package org.healthpassport.standalone;

import java.util.List;
import java.util.function.Supplier;
import org.healthpassport.api.ApiApplication;
import org.healthpassport.audit.AuditApplication;
import org.healthpassport.documents.DocumentsApplication;
import org.healthpassport.qr.QrWorkerApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The services, in the order in which they stop. */
enum Service {
    API(ApiApplication::builder, Port.API, List.of()),
    DOCUMENT_WORKER(DocumentsApplication::builder, Port.DOCUMENT_WORKER, Foreign.OF_THE_API),
    QR_WORKER(QrWorkerApplication::builder, Port.QR_WORKER, Foreign.OF_THE_API),
    AUDIT(AuditApplication::builder, Port.AUDIT, Foreign.OF_THE_API);

    private final Supplier<SpringApplicationBuilder> application;
    private final Port port;
    private final List<String> foreignPackages;

    Service(Supplier<SpringApplicationBuilder> application, Port port, List<String> foreignPackages) {
        this.application = application;
        this.port = port;
        this.foreignPackages = foreignPackages;
    }

    SpringApplicationBuilder application() {
        return application.get();
    }

    Port port() {
        return port;
    }

    /** Packages of auto-configurations that are not on the class path of this service when it runs alone. */
    List<String> foreignPackages() {
        return foreignPackages;
    }

    /** A class of its own, because an enum's constants come before its static fields. */
    private static final class Foreign {
        static final List<String> OF_THE_API = List.of(
                "org.springframework.boot.data.mongodb.",
                "org.springframework.boot.mongodb.",
                "org.springframework.boot.persistence.",
                "org.springframework.boot.security.",
                "org.springframework.boot.transaction.",
                "org.springframework.boot.validation.");
    }
}
