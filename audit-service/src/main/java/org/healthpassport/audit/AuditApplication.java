package org.healthpassport.audit;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The service that keeps the log of everything that happened, and answers auditors. */
@SpringBootApplication
public class AuditApplication {

    public static void main(String[] arguments) {
        builder().run(arguments);
    }

    /** The application as every launcher starts it. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(AuditApplication.class).properties("spring.config.name=audit-service");
    }
}
