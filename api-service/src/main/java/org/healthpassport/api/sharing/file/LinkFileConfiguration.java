package org.healthpassport.api.sharing.file;

import com.github.benmanes.caffeine.cache.Ticker;
import com.google.crypto.tink.Aead;
import java.time.Clock;
import org.healthpassport.api.keys.SharedSecret;
import org.healthpassport.api.web.OpenRoute;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The files of links are given without a login. */
@Configuration(proxyBeanMethods = false)
class LinkFileConfiguration {

    /** Also for what is no route, which is answered as such and not by asking for a login. */
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
    FileTokens fileTokens(SharedSecret<Aead> linkFileKey, Clock clock) {
        return new FileTokens(linkFileKey, clock);
    }

    @Bean
    LinkLimits linkLimits() {
        return new LinkLimits(Ticker.systemTicker());
    }
}
