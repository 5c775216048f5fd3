package org.healthpassport.api.document.upload;

import org.healthpassport.edge.connection.UploadRoute;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives uploads as much time as their size needs; all other bodies have a fixed time. */
@Configuration(proxyBeanMethods = false)
class UploadConfiguration {

    @Bean
    UploadRoute ownUploads() {
        return new UploadRoute(UploadController.OWN);
    }

    @Bean
    UploadRoute uploadsOfPatient() {
        return new UploadRoute(UploadController.OF_PATIENT);
    }
}
