package org.healthpassport.api.identity.member;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A name as it was sent: as one text, or in two parts as patients give theirs; of both, the parts count. */
@Schema(description = "A text such as \"Grace Example\", or an object with at least one of given and family")
public record SentName(
        @Schema(hidden = true) @Nullable String whole,
        @Schema(example = "Grace") @Nullable String given,
        @Schema(example = "Example") @Nullable String family) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static SentName of(String whole) {
        return new SentName(whole, null, null);
    }

    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    static SentName of(
            @JsonProperty("given") @Nullable String given,
            @JsonProperty("family") @Nullable String family,
            @JsonProperty("text") @Nullable String text) {
        return new SentName(given == null && family == null ? text : null, given, family);
    }

    @Override
    public String toString() {
        return "SentName[...]";
    }
}
