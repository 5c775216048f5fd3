package org.healthpassport.api.sharing.file;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import org.healthpassport.api.keys.ServiceSecrets;
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

    @Bean
    FileTokens fileTokens(ServiceSecrets secrets, Clock clock) {
        return new FileTokens(secrets::linkFileKey, clock);
    }

    @Bean
    LinkLimits linkLimits() {
        return new LinkLimits(Ticker.systemTicker());
    }
}
