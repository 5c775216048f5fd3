package org.healthpassport.audit.auditor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.healthpassport.edge.token.LogReading;
import org.healthpassport.edge.token.LogReadingIssuer;

/** Issues access tokens as api-service does, and publishes its keys on a port of its own. */
public final class TestIssuer implements AutoCloseable {
    /** The session of all its tokens. */
    public static final String SESSION = "0199f1a4-0c58-7d41-9be2-7f06c5d83a14";

    private final HttpServer server;
    private final String publicUrl;
    private final AtomicInteger lookups = new AtomicInteger();
    private volatile ECKey key = newKey();
    private final Semaphore answers = new Semaphore(1);
    private volatile int status = 200;
    private final TestPeople people = new TestPeople();

    private TestIssuer(HttpServer server, String publicUrl) {
        this.server = server;
        this.publicUrl = publicUrl;
    }

    public static TestIssuer start(String publicUrl) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TestIssuer issuer = new TestIssuer(server, publicUrl);
        server.createContext("/.well-known/jwks.json", exchange -> {
            issuer.lookups.incrementAndGet();
            issuer.answers.acquireUninterruptibly();
            issuer.answers.release();
            byte[] body = new JWKSet(issuer.key.toPublicJWK()).toString().getBytes(UTF_8);
            exchange.sendResponseHeaders(issuer.status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/api/people", issuer.people::answer);
        server.start();
        return issuer;
    }

    public String jwksUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/.well-known/jwks.json";
    }

    /** The people of the same api-service. */
    public TestPeople people() {
        return people;
    }

    /** The number of times that the keys were looked up. */
    int lookups() {
        return lookups.get();
    }

    /** Sets the status of the answers to later look-ups of the keys. */
    public void answer(int newStatus) {
        status = newStatus;
    }

    /** Lets whoever looks up the keys wait until {@link #release}. */
    void hold() {
        answers.acquireUninterruptibly();
    }

    void release() {
        answers.release();
    }

    void rotate() {
        key = newKey();
    }

    ECKey key() {
        return key;
    }

    public String token(String account, String role) {
        return token(claims -> claims.subject(account).claim("role", role));
    }

    /** A token with which api-service reads the log. */
    public String logToken(LogReading reading) {
        return new LogReadingIssuer(publicUrl, () -> UUID.randomUUID().toString(), Clock.systemUTC())
                .sign(key, reading);
    }

    String token(UnaryOperator<JWTClaimsSet.Builder> claims) {
        return sign(header().build(), claims.apply(claims()).build());
    }

    JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(key.getKeyID());
    }

    JWTClaimsSet.Builder claims() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(publicUrl)
                .audience(publicUrl)
                .subject("auditor")
                .claim("role", "AUDITOR")
                .claim("sid", SESSION)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(900)));
    }

    String sign(JWSHeader header, JWTClaimsSet claims) {
        try {
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        // A JDK 25 waits for what is being answered.
        release();
        server.stop(0);
    }

    private static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
