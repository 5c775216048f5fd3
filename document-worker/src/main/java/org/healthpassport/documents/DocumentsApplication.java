package org.healthpassport.documents;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The service that stores received documents in the object store and removes deleted ones. */
@SpringBootApplication
public class DocumentsApplication {

    public static void main(String[] arguments) {
        builder().run(arguments);
    }

    /** The application with the settings that every launcher needs. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(DocumentsApplication.class)
                .properties("spring.config.name=document-worker");
    }
}
