package org.healthpassport.audit;

import java.util.Arrays;
import org.healthpassport.audit.projection.RebuildCommand;
import org.healthpassport.audit.verify.VerifyCommand;
import org.healthpassport.bus.subscription.EventBusAutoConfiguration;
import org.healthpassport.edge.HttpEdgeConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.Import;

/** The service that keeps the audit log and answers auditors. */
// This service reads the bus with a loop of its own, and neither publishes nor subscribes.
@SpringBootApplication(exclude = EventBusAutoConfiguration.class)
@Import(HttpEdgeConfiguration.class)
public class AuditApplication {

    /** Runs the service, or the command that the first argument names: {@code verify} or {@code rebuild-search}. */
    public static void main(String[] arguments) {
        switch (Arrays.stream(arguments).findFirst().orElse("")) {
            case "verify" -> VerifyCommand.main(arguments);
            case "rebuild-search" -> System.exit(rebuild());
            default -> builder().run(arguments);
        }
    }

    private static int rebuild() {
        // Spring's logging is not set up here, and the driver would print its own messages.
        LoggingSystem.get(AuditApplication.class.getClassLoader())
                .setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
        return new RebuildCommand(System.getenv(), System.out, System.err).run();
    }

    /** The application as every launcher starts it. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(AuditApplication.class).properties("spring.config.name=audit-service");
    }
}
