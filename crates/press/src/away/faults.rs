//! What can be wrong with a store, in the user's words.

use std::path::Path;

use biaoyu_page::error::{Fault, Place, Say};
use biaoyu_page::say;

fn at(store: &str, key: &str) -> Place {
    Place::file(if key.is_empty() { store.to_owned() } else { format!("{store}/{key}") })
}

/// An address that names no store.
pub fn address(text: &str) -> Fault {
    let what = say!("`{text}` is no address of a store", "`{text}` 不是存储地址");
    let hint = say!(
        "write `s3://BUCKET/PREFIX`, or `file:///FOLDER` with the whole path",
        "请写 `s3://存储桶/前缀`，或 `file:///文件夹` 加完整路径"
    );
    Fault::new("store/address", Place::thing(say!("`--store`", "`--store`")), what).hint(hint)
}

/// The store gives no answer, or none that can be used; the attempts have an end.
pub fn unreachable(store: &str, key: &str, said: &str) -> Fault {
    let what = say!("the store gives no usable answer: {said}", "存储没有给出可用的答复：{said}");
    let hint = say!(
        "see that the address and the network are right and run the same command again: what is there is kept",
        "请检查地址和网络，再运行同一命令：已有的会保留"
    );
    Fault::new("store/unreachable", at(store, key), what).hint(hint)
}

/// Nobody answers at all, by what the connection ended with.
pub fn silent(store: &str, key: &str, cause: Silence) -> Fault {
    let what = match cause {
        Silence::Refused => say!("nobody listens at the store's address", "存储地址上没有服务在监听"),
        Silence::Unknown => say!("no machine has the name in the store's address", "找不到存储地址里的主机名"),
        Silence::Late => say!("the store does not answer in time", "存储没有按时答复"),
        Silence::Closed => say!("the connection to the store breaks off", "与存储的连接中断"),
    };
    let hint = say!(
        "see that the address (`AWS_ENDPOINT_URL`) and the network are right and run the same command again: what is there is kept",
        "请检查地址（`AWS_ENDPOINT_URL`）和网络，再运行同一命令：已有的会保留"
    );
    Fault::new("store/unreachable", at(store, key), what).hint(hint)
}

/// How a connection ends that brings no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// The machine is there, and nobody listens.
    Refused,
    /// No machine has that name.
    Unknown,
    /// No answer within the time that it has.
    Late,
    /// It broke off.
    Closed,
}

/// The store shows a certificate that nobody vouches for.
pub fn certificate(store: &str) -> Fault {
    let what = say!(
        "the store's certificate is signed by nobody who is trusted here, or names another machine, or has expired",
        "存储出示的证书不是由受信任的机构签发，或写的是别的主机名，或已过期"
    );
    let hint = say!(
        "give the certificate of who signs it, as PEM, in `AWS_CA_BUNDLE`, and ask for the store by the name that its certificate has",
        "请用 `AWS_CA_BUNDLE` 给出签发机构的证书（PEM），并按证书里的主机名访问存储"
    );
    Fault::new("store/certificate", at(store, ""), what).hint(hint)
}

/// `AWS_CA_BUNDLE` names a file that gives nobody to trust.
pub fn bundle(path: &Path) -> Fault {
    let what = say!(
        "`AWS_CA_BUNDLE` names it, and no certificate can be read from it",
        "`AWS_CA_BUNDLE` 指的是它，但从中读不出证书"
    );
    let hint = say!(
        "name a file of PEM that holds the certificate (`-----BEGIN CERTIFICATE-----`), or leave `AWS_CA_BUNDLE` out",
        "请指向含有证书（`-----BEGIN CERTIFICATE-----`）的 PEM 文件，或不设 `AWS_CA_BUNDLE`"
    );
    Fault::new("store/certificate", Place::file(path.display().to_string()), what).hint(hint)
}

/// No credentials, or wrong ones, or such that may not do this.
pub fn denied(store: &str, key: &str, said: &str) -> Fault {
    let what = say!("the store refuses: {said}", "存储拒绝访问：{said}");
    let hint = say!(
        "set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, or give the pod a role; it needs to list, read, put and delete below the prefix",
        "请设置 `AWS_ACCESS_KEY_ID` 和 `AWS_SECRET_ACCESS_KEY`，或给容器授予角色；需要在该前缀下列出、读取、写入和删除的权限"
    );
    Fault::new("store/denied", at(store, key), what).hint(hint)
}

/// Credentials that held and hold no more.
pub fn expired(store: &str, key: &str) -> Fault {
    let what = say!("the credentials have expired", "访问凭证已过期");
    let hint = say!(
        "renew them and run the same command again: what is there is kept",
        "请换新凭证，再运行同一命令：已有的会保留"
    );
    Fault::new("store/expired", at(store, key), what).hint(hint)
}

/// This machine's clock is not the store's.
pub fn clock(store: &str, key: &str) -> Fault {
    let what = say!(
        "the store says that this machine's clock is wrong by more than it allows",
        "存储说这台机器的时钟偏差超过允许范围"
    );
    let hint = say!(
        "set the clock (NTP) and run the same command again: what is there is kept",
        "请校准时钟（NTP），再运行同一命令：已有的会保留"
    );
    Fault::new("store/clock", at(store, key), what).hint(hint)
}

/// No room is left.
pub fn full(store: &str, key: &str) -> Fault {
    let what = say!("the store has no room left", "存储已满");
    let hint = say!(
        "make room or raise the quota and run the same command again: what is there is kept",
        "请清出空间或提高配额，再运行同一命令：已有的会保留"
    );
    Fault::new("store/full", at(store, key), what).hint(hint)
}

/// There is no such bucket or folder.
pub fn bucket(store: &str) -> Fault {
    let what = say!("there is no such bucket", "没有这个存储桶");
    let hint =
        say!("make it first, or mend the address; no bucket is made here", "请先建好，或改正地址；本程序不建存储桶");
    Fault::new("store/bucket", at(store, ""), what).hint(hint)
}

/// A store that writes over what is there although it was asked not to.
pub(crate) fn conditions(store: &str) -> Fault {
    let what = say!(
        "this store ignores `If-None-Match: *` and would write over what is there; nothing was put",
        "这个存储不理会 `If-None-Match: *`，会覆盖已有的内容；没有写入任何文件"
    );
    let hint = say!(
        "use a store that keeps it (docs/batch.md names some), or a shared folder with `biaoyu run`",
        "请换一个支持的存储（见 docs/zh/batch.md），或在共享文件夹里用 `biaoyu run`"
    );
    Fault::new("store/conditions", at(store, ""), what).hint(hint)
}

/// Something of others lies under a planned key.
pub(crate) fn foreign(store: &str, key: &str) -> Fault {
    let what = say!(
        "something else lies here, which this plan did not make; it was left as it is",
        "这里已有别的内容，不是本计划做的；未作改动"
    );
    let hint = say!("move it away, or choose another prefix with `--store`", "请移走它，或用 `--store` 换一个前缀");
    Fault::new("store/foreign", at(store, key), what).hint(hint)
}

/// Files of another plan lie below the prefix.
pub(crate) fn other(store: &str, key: &str) -> Fault {
    let what = say!(
        "here lies what was made for another plan, or by another version of the program; it was left as it is",
        "这里是另一个计划或另一版程序做的内容；未作改动"
    );
    let hint = say!("give each plan a prefix of its own with `--store`", "请用 `--store` 给每个计划一个单独的前缀");
    Fault::new("store/other", at(store, key), what).hint(hint)
}

/// A file that is too large to be put at once.
pub fn large(store: &str, key: &str, bytes: u64) -> Fault {
    let gigabytes = bytes / 1_000_000_000;
    let what = say!(
        "this file has {gigabytes} GB, a store takes at most 5 GB at once",
        "这个文件有 {gigabytes} GB，存储一次最多接收 5 GB"
    );
    let hint = say!("plan smaller files, as with `--split`", "请计划更小的文件，例如用 `--split`");
    Fault::new("store/large", at(store, key), what).hint(hint)
}

/// A plan whose inputs cannot be brought along.
pub(crate) fn tree(place: &str, what: Say) -> Fault {
    let hint = say!(
        "make the plan in a folder of its own that has all it needs, with the output folder inside",
        "请在一个单独的文件夹里做计划：所需的都放在里面，输出文件夹也在里面"
    );
    Fault::new("store/tree", Place::file(place.to_owned()), what).hint(hint)
}

/// No plan lies at an address.
pub(crate) fn plan(store: &str, key: &str) -> Fault {
    let what = say!("there is no plan here", "这里没有计划");
    let hint = say!(
        "put it there with `biaoyu-store send PLAN --store URL`",
        "请先用 `biaoyu-store send 计划 --store 地址` 送上去"
    );
    Fault::new("store/plan", at(store, key), what).hint(hint)
}

/// What passes by itself, or with room, fresh credentials or a right clock: the same command may be tried again.
pub fn passes(fault: &Fault) -> bool {
    matches!(fault.code, "store/unreachable" | "store/expired" | "store/clock" | "store/full")
}

/// A fault of the disk that a folder or a scratch folder lies on.
pub(crate) fn disk(path: &Path, error: &std::io::Error) -> Fault {
    crate::folder::files::fault(path, error, crate::folder::files::Doing::Write)
}
