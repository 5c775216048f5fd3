package org.healthpassport.api.sharing.file;

import com.github.benmanes.caffeine.cache.Ticker;
import com.google.crypto.tink.Aead;
import java.time.Clock;
import org.healthpassport.aggregates.secret.SealedTokens;
import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.api.sharing.limit.LinkLimits;
import org.healthpassport.edge.security.OpenRoute;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets recipients fetch the files of links without a login. */
@Configuration(proxyBeanMethods = false)
class LinkFileConfiguration {

    /** Also for unknown paths, which are answered with 404 rather than with a request to sign in. */
    @Bean
    OpenRoute filesOfLinks() {
        return OpenRoute.get("/shl/**");
    }

    /** Seals the tokens in the addresses of the files that a health link gives. */
    @Bean
    SharedSecret<Aead> linkFileKey() {
        return SharedSecret.sealingKey("link-file-key");
    }

    @Bean
    SealedTokens<FileToken> fileTokens(SharedSecret<Aead> linkFileKey, Clock clock) {
        return new SealedTokens<>("health-link-file", FileToken.class, linkFileKey, clock);
    }

    @Bean
    LinkLimits linkLimits() {
        return new LinkLimits(Ticker.systemTicker());
    }
}
