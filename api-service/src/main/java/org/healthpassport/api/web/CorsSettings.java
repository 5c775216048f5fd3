package org.healthpassport.api.web;

import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.healthpassport.edge.url.PublicUrl;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The setting of cross-origin requests.
 *
 * @param corsOrigins origins whose pages may call the API, besides that of the public address
 */
@Validated
@ConfigurationProperties("healthpassport")
public record CorsSettings(
        @DefaultValue
        List<@Pattern(regexp = PublicUrl.ORIGIN, message = "must be an origin: http(s)://host[:port]") String>
                corsOrigins) {

    public CorsSettings {
        corsOrigins = List.copyOf(corsOrigins);
    }
}
