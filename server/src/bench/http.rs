//! As much of HTTP/1.1 as measuring needs: one connection that stays open, one request at a time.
//!
//! Nothing between the clock and the socket: no pool, no redirects, no cookies of its own.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

/// How server functions that write are called.
pub const FORM: &str = "application/x-www-form-urlencoded";
/// How server functions that only look are called.
pub const JSON: &str = "application/json";
/// Far above any page of ours.
const BODY_LIMIT: usize = 64 * 1024 * 1024;

/// An answer, read to its end.
pub struct Reply {
    pub status: u16,
    /// Names in small letters, in the order they came.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    /// The first header of this name, empty when there is none.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value)
    }

    /// The body as text, for a message.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A connection that is kept alive.
pub struct Line {
    stream: BufReader<TcpStream>,
    host: SocketAddr,
}

impl Line {
    /// Connects.
    ///
    /// # Errors
    /// What the system said.
    pub async fn open(host: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(host).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream: BufReader::new(stream),
            host,
        })
    }

    /// Gets a page as a browser would, compressed.
    ///
    /// # Errors
    /// A connection that ends, or an answer that is no HTTP.
    pub async fn get(&mut self, path: &str, cookie: &str) -> io::Result<Reply> {
        let headers = format!("Cookie: {cookie}\r\nAccept: text/html\r\nAccept-Encoding: gzip\r\n");
        self.ask("GET", path, &headers, "").await
    }

    /// Gets a page without compression.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub async fn get_plain(&mut self, path: &str, cookie: &str) -> io::Result<Reply> {
        let headers = format!("Cookie: {cookie}\r\nAccept: text/html\r\n");
        self.ask("GET", path, &headers, "").await
    }

    /// Posts a form, or calls a server function; the answer is not compressed.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub async fn post(
        &mut self,
        path: &str,
        cookie: &str,
        content: &str,
        body: &str,
    ) -> io::Result<Reply> {
        self.send_post(path, cookie, content, body).await?;
        self.answer().await
    }

    /// The first half of [`Self::post`]: the next request may be sent before the answer is read.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub async fn send_post(
        &mut self,
        path: &str,
        cookie: &str,
        content: &str,
        body: &str,
    ) -> io::Result<()> {
        let headers = format!("Cookie: {cookie}\r\nAccept: {JSON}\r\nContent-Type: {content}\r\n");
        self.send("POST", path, &headers, body).await
    }

    async fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: &str,
        body: &str,
    ) -> io::Result<Reply> {
        self.send(method, path, headers, body).await?;
        self.answer().await
    }

    async fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &str,
        body: &str,
    ) -> io::Result<()> {
        let (host, length) = (self.host, body.len());
        // Forms of other sites are refused, so this is a page of the site itself.
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n{headers}Content-Length: {length}\r\n\r\n"
        );
        self.stream
            .get_mut()
            .write_all((head + body).as_bytes())
            .await
    }

    /// Reads the answer to the oldest request that has none.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub async fn answer(&mut self) -> io::Result<Reply> {
        let (status, headers) = self.head().await?;
        let mut reply = Reply {
            status,
            headers,
            body: Vec::new(),
        };
        if reply
            .header("transfer-encoding")
            .eq_ignore_ascii_case("chunked")
        {
            reply.body = self.chunks().await?;
        } else if !matches!(status, 204 | 304) {
            let length = reply
                .header("content-length")
                .parse()
                .map_err(|_| broken("no length"))?;
            self.take(length, &mut reply.body).await?;
        }
        Ok(reply)
    }

    async fn head(&mut self) -> io::Result<(u16, Vec<(String, String)>)> {
        let first = self.line().await?;
        let status = first
            .split(' ')
            .nth(1)
            .and_then(|code| code.parse().ok())
            .ok_or_else(|| broken("no status"))?;
        let mut headers = Vec::new();
        loop {
            let line = self.line().await?;
            if line.is_empty() {
                return Ok((status, headers));
            }
            let (name, value) = line.split_once(':').ok_or_else(|| broken("no header"))?;
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
    }

    async fn chunks(&mut self) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = self.line().await?;
            let size = line.split(';').next().unwrap_or_default().trim();
            let size = usize::from_str_radix(size, 16).map_err(|_| broken("no chunk size"))?;
            if size == 0 {
                // Trailers, of which we send none, end with an empty line.
                while !self.line().await?.is_empty() {}
                return Ok(body);
            }
            self.take(size, &mut body).await?;
            self.line().await?;
        }
    }

    async fn take(&mut self, size: usize, into: &mut Vec<u8>) -> io::Result<()> {
        let begin = into.len();
        let end = begin
            .checked_add(size)
            .filter(|end| *end <= BODY_LIMIT)
            .ok_or_else(|| broken("too long"))?;
        into.resize(end, 0);
        self.stream
            .read_exact(into.get_mut(begin..).unwrap_or_default())
            .await?;
        Ok(())
    }

    async fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end_matches(['\r', '\n']).to_owned())
    }
}

fn broken(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    /// A server that gives these answers, one for each request, on one connection.
    async fn answering(answers: &'static [&'static str]) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            for answer in answers {
                let mut seen = [0; 4096];
                assert!(stream.read(&mut seen).await.unwrap() > 0);
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        address
    }

    #[tokio::test]
    async fn answers_of_both_kinds_come_one_after_the_other() {
        let address = answering(&[
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n",
            "HTTP/1.1 303 See Other\r\nLocation: /region\r\ncontent-length: 2\r\n\r\nok",
        ])
        .await;
        let mut line = Line::open(address).await.unwrap();
        let first = line.get("/", "").await.unwrap();
        assert_eq!(
            (first.status, first.text().as_str()),
            (200, "abc0123456789")
        );
        let second = line.post("/login", "", FORM, "a=b").await.unwrap();
        assert_eq!(
            (
                second.status,
                second.header("location"),
                second.text().as_str()
            ),
            (303, "/region", "ok")
        );
    }

    #[tokio::test]
    async fn an_answer_that_is_cut_off_is_no_answer() {
        for answer in [
            &["HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"],
            &["HTTP/1.1 200"],
            &["nonsense\r\n\r\n"],
        ] {
            let mut line = Line::open(answering(answer).await).await.unwrap();
            assert!(line.get("/", "").await.is_err(), "{answer:?}");
        }
    }
}
