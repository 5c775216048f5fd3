package org.healthpassport.edge.url;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://passport.example.org",
                "http://localhost:8080",
                "http://192.168.178.20",
                "http://[::1]:8080",
            })
    void shouldTakeSchemeHostAndPort(String text) {
        assertThat(PublicUrl.objection(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "passport.example.org",
                "ftp://passport.example.org",
                "https://passport.example.org/",
                "https://passport.example.org/api",
                "https://passport.example.org?a",
                "https://passport.example.org#a",
                "https://user:secret@passport.example.org",
                "https://*.example.org",
                "https://passport example.org",
                "https://pass^port.example.org",
                "https://:8080",
                "https://passport.example.org:port",
            })
    void shouldRefuseEverythingElse(String text) {
        assertThat(PublicUrl.objection(text))
                .contains("must be http(s)://host[:port], without path, query or trailing slash");
    }

    @Test
    void shouldLeaveRoomForHealthLinks() {
        assertThat(PublicUrl.objection("https://" + "p".repeat(72))).isEmpty();
        assertThat(PublicUrl.objection("https://" + "p".repeat(73)).orElseThrow())
                .startsWith("must have at most 80 characters");
    }
}
