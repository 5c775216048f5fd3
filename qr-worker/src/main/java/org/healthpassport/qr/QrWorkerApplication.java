package org.healthpassport.qr;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The service that draws QR codes. */
@SpringBootApplication
public class QrWorkerApplication {

    public static void main(String[] arguments) {
        builder().run(arguments);
    }

    /** The application as every launcher starts it. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(QrWorkerApplication.class).properties("spring.config.name=qr-worker");
    }
}
