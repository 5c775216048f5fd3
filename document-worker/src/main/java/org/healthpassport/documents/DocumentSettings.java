package org.healthpassport.documents;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The places between which the worker moves documents.
 *
 * @param stagingUrl the folder in which {@code api-service} leaves received documents
 * @param storageUrl the object store
 */
@ConfigurationProperties("healthpassport.documents")
record DocumentSettings(URI stagingUrl, URI storageUrl) {}
