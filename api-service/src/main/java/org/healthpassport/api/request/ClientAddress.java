package org.healthpassport.api.request;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What counts as one address: for IPv6 the first 64 bits, as whoever has one address there has them all. */
public final class ClientAddress {
    private static final int IPV6_NETWORK_BYTES = 8;
    private static final int LONGEST = 64;

    private ClientAddress() {}

    /** Of an address that a reverse proxy forwarded too, which comes unresolved and must not be looked up. */
    public static String of(@Nullable InetSocketAddress remote) {
        return resolve(remote) instanceof Inet6Address address
                ? Arrays.toString(Arrays.copyOf(address.getAddress(), IPV6_NETWORK_BYTES))
                : exactly(remote);
    }

    /** The whole address, as a person writes it; at most {@value #LONGEST} characters. */
    public static String exactly(@Nullable InetSocketAddress remote) {
        if (remote == null) {
            return "unknown";
        }
        InetAddress address = resolve(remote);
        String text = address == null ? remote.getHostString() : address.getHostAddress();
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }

    private static @Nullable InetAddress resolve(@Nullable InetSocketAddress remote) {
        if (remote == null) {
            return null;
        }
        return remote.getAddress() == null
                ? NetUtil.createInetAddressFromIpAddressString(remote.getHostString())
                : remote.getAddress();
    }
}
