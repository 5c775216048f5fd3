package org.healthpassport.api.document.content;

import com.google.crypto.tink.Aead;
import java.time.Clock;
import org.healthpassport.aggregates.secret.SealedTokens;
import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.edge.security.OpenRoute;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans for download links. */
@Configuration(proxyBeanMethods = false)
class DownloadConfiguration {

    /** Seals the tokens of download links. */
    @Bean
    SharedSecret<Aead> downloadTokenKey() {
        return SharedSecret.sealingKey("download-token-key");
    }

    @Bean
    SealedTokens<DownloadToken> downloadTokens(SharedSecret<Aead> downloadTokenKey, Clock clock) {
        return new SealedTokens<>("download-link", DownloadToken.class, downloadTokenKey, clock);
    }

    /** No login: the token in the address is the permission. */
    @Bean
    OpenRoute downloads() {
        return OpenRoute.get("/api/downloads/{token}");
    }
}
