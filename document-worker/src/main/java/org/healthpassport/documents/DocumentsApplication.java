package org.healthpassport.documents;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The service that takes received documents to the object store, and deleted ones out of it. */
@SpringBootApplication
public class DocumentsApplication {

    public static void main(String[] arguments) {
        builder().run(arguments);
    }

    /** The application as every launcher starts it. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(DocumentsApplication.class)
                .properties("spring.config.name=document-worker");
    }
}
