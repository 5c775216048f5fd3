package org.healthpassport.documents;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where documents come from and where they go.
 *
 * @param stagingUrl where {@code api-service} leaves what it received
 * @param storageUrl the object store
 */
@ConfigurationProperties("healthpassport.documents")
record DocumentSettings(URI stagingUrl, URI storageUrl) {}
