package org.healthpassport.qrworker;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The service that draws QR codes. */
@SpringBootApplication
public class QrWorkerApplication {

    public static void main(String[] arguments) {
        builder().run(arguments);
    }

    /** The application with the settings that every launcher needs. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(QrWorkerApplication.class).properties("spring.config.name=qr-worker");
    }
}
