package org.healthpassport.documents;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.healthpassport.objects.StorageSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The places between which the worker moves documents.
 *
 * @param stagingUrl the folder in which {@code api-service} leaves received documents
 * @param storageUrl as {@link StorageSettings#url}
 * @param storageOverflowUrl as {@link StorageSettings#overflowUrl}
 * @param storageFormerUrls as {@link StorageSettings#formerUrls}
 * @param storeCredentials settings of the vendors, by their own names
 */
@ConfigurationProperties("healthpassport.documents")
record DocumentSettings(
        URI stagingUrl,
        URI storageUrl,
        @Nullable URI storageOverflowUrl,
        List<URI> storageFormerUrls,
        Map<String, String> storeCredentials) {

    /** Leaves out the URLs, which may hold secrets, and the credentials. */
    @Override
    public String toString() {
        return "DocumentSettings";
    }

    StorageSettings stores() {
        return StorageSettings.of(storageUrl, storageOverflowUrl, storageFormerUrls);
    }
}
