// Asks what standard input says by JDBC, and prints what comes: like python.py. JDBC speaks TCP alone, and the server of
// tests listens on a socket in a folder: a relay within this process leads from one to the other.
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.postgresql.util.PGInterval;

class Jdbc {
	static final Map<String, String> TYPES = Map.of("bool", "boolean", "int4", "int", "int8", "int", "float8", "double",
		"timestamptz", "time");

	static void relay(ServerSocket listening) throws Exception {
		for (;;) {
			Socket client = listening.accept();
			SocketChannel server = SocketChannel.open(StandardProtocolFamily.UNIX);
			server.connect(UnixDomainSocketAddress.of(System.getenv("PGHOST") + "/.s.PGSQL." + System.getenv("PGPORT")));
			inBackground(() -> Channels.newChannel(client.getInputStream()), server);
			inBackground(() -> server, Channels.newChannel(client.getOutputStream()));
		}
	}

	interface Source {
		java.nio.channels.ReadableByteChannel open() throws Exception;
	}

	static void inBackground(Source source, java.nio.channels.WritableByteChannel to) {
		Thread thread = new Thread(() -> {
			try (var from = source.open()) {
				ByteBuffer bytes = ByteBuffer.allocate(65536);
				while (from.read(bytes.clear()) >= 0)
					for (bytes.flip(); bytes.hasRemaining();)
						to.write(bytes);
				to.close();
			} catch (Exception closed) {
			}
		});
		thread.setDaemon(true);
		thread.start();
	}

	static void bind(PreparedStatement statement, String kind, String value) throws SQLException {
		switch (kind) {
			case "double" -> statement.setDouble(1, Double.parseDouble(value));
			case "decimal" -> statement.setBigDecimal(1, new BigDecimal(value));
			case "int" -> statement.setInt(1, Integer.parseInt(value));
			case "long" -> statement.setLong(1, Long.parseLong(value));
			case "day" -> statement.setDate(1, java.sql.Date.valueOf(value));
			case "doubles" -> statement.setArray(1,
				statement.getConnection().createArrayOf("float8", value.substring(1, value.length() - 1).split(",")));
			case "boolean" -> statement.setBoolean(1, value.equals("true"));
			case "days" -> statement.setObject(1, new PGInterval(0, 0, Integer.parseInt(value), 0, 0, 0));
			case "null" -> statement.setObject(1, null);
			default -> statement.setString(1, value);
		}
	}

	// A value as what it is in Java.
	static String show(Object value) {
		if (value == null)
			return "null";
		if (value instanceof Integer || value instanceof Long)
			return "int " + value;
		if (value instanceof Double number)
			return String.format("double %016x", Double.doubleToLongBits(number));
		if (value instanceof BigDecimal number)
			return "numeric " + number.toPlainString();
		if (value instanceof java.sql.Timestamp time)
			return "time " + DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC).format(time.toInstant());
		if (value instanceof java.sql.Date)
			return "date " + value;
		if (value instanceof String)
			return "text " + value;
		if (value instanceof Boolean)
			return "boolean " + value;
		return "unknown " + value.getClass();
	}

	static String answer(PreparedStatement statement, String name) {
		try (ResultSet rows = statement.executeQuery()) {
			StringBuilder answer = new StringBuilder();
			ResultSetMetaData about = rows.getMetaData();
			for (int i = 1; i <= about.getColumnCount(); i++) {
				String type = about.getColumnTypeName(i);
				answer.append(i == 1 ? name + "\t" : "|").append(about.getColumnName(i)).append(' ').append(TYPES.getOrDefault(type, type));
			}
			while (rows.next())
				for (int i = 1; i <= about.getColumnCount(); i++)
					answer.append(i == 1 ? "\n" + name + "\t" : "|").append(show(rows.getObject(i)));
			return answer.toString();
		} catch (SQLException error) {
			return name + "\terror " + error.getSQLState();
		}
	}

	public static void main(String[] arguments) throws Exception {
		ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		Thread thread = new Thread(() -> {
			try {
				relay(listening);
			} catch (Exception error) {
				error.printStackTrace();
			}
		});
		thread.setDaemon(true);
		thread.start();

		PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		String url = "jdbc:postgresql://127.0.0.1:" + listening.getLocalPort() + "/" + System.getenv("PGDATABASE") + "?sslmode=disable&gssEncMode=disable&user="
			+ System.getenv("PGUSER");
		// As text, and as bytes from the first time.
		try (Connection text = DriverManager.getConnection(url + "&binaryTransfer=false&prepareThreshold=1");
				Connection binary = DriverManager.getConnection(url + "&prepareThreshold=-1")) {
			for (String line; (line = in.readLine()) != null;) {
				String[] part = line.split("\t", 4);
				Set<String> answers = new LinkedHashSet<>();
				for (Connection connection : new Connection[] {text, binary})
					try (PreparedStatement statement = connection.prepareStatement(part[3])) {
						for (int i = 0; i < (part[1].isEmpty() ? 1 : 7); i++) {
							if (!part[1].isEmpty())
								bind(statement, part[1], part[2]);
							answers.add(answer(statement, part[0]));
						}
					}
				for (String answer : answers)
					out.print(answer + "\n");
			}
		}
		out.flush();
	}
}
