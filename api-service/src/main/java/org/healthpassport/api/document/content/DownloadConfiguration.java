package org.healthpassport.api.document.content;

import java.time.Clock;
import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.edge.security.OpenRoute;
import org.healthpassport.vault.key.KeyedDigest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans for signed download links. */
@Configuration(proxyBeanMethods = false)
class DownloadConfiguration {

    /** Signs download links. */
    @Bean
    SharedSecret<KeyedDigest> downloadLinkKey() {
        return SharedSecret.digestKey("download-link-key");
    }

    @Bean
    DownloadLinks downloadLinks(SharedSecret<KeyedDigest> downloadLinkKey, Clock clock) {
        return new DownloadLinks(downloadLinkKey, clock);
    }

    /** No login: the token in the address is the permission. */
    @Bean
    OpenRoute downloads() {
        return OpenRoute.get("/api/downloads/{token}");
    }
}
