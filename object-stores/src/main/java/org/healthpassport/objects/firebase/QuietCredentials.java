package org.healthpassport.objects.firebase;

import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Credentials whose failed renewal is not logged: Google's library would log the account and the address of the token
 * server. It sends the old token again instead, and the store's refusal tells the rest.
 */
final class QuietCredentials extends Credentials {
    private static final long serialVersionUID = 1L;
    private static final List<String> SCOPES = List.of("https://www.googleapis.com/auth/devstorage.read_write");

    private final GoogleCredentials credentials;

    QuietCredentials(GoogleCredentials credentials) {
        this.credentials = credentials.createScoped(SCOPES);
    }

    @Override
    public void refresh() {
        try {
            credentials.refresh();
        } catch (IOException refused) {
            // The old token is sent.
        }
    }

    @Override
    public Map<String, List<String>> getRequestMetadata(@Nullable URI uri) throws IOException {
        return credentials.getRequestMetadata(uri);
    }

    @Override
    public String getAuthenticationType() {
        return credentials.getAuthenticationType();
    }

    @Override
    public String getUniverseDomain() throws IOException {
        return credentials.getUniverseDomain();
    }

    @Override
    public boolean hasRequestMetadata() {
        return credentials.hasRequestMetadata();
    }

    @Override
    public boolean hasRequestMetadataOnly() {
        return credentials.hasRequestMetadataOnly();
    }
}
